/** A Secret with the kubeconfig of another cluster, in the namespace of the object that refers to it. */
export interface KubeConfig {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key of the Secret that holds the kubeconfig. */
  readonly secretKey: string;
}
