import { JsonPatch, type ApiObject } from 'cdk8s';

/**
 * Sets a field to a value as it is. cdk8s drops nulls and sorts keys when it prints an object; Helm deletes a chart's
 * default by a null, so values must reach it untouched. A patch comes after all that.
 *
 * @param pointer where the field goes, as a JSON pointer such as `/spec/values`
 */
export function setVerbatim(object: ApiObject, pointer: string, value: unknown): void {
  object.addJsonPatch(JsonPatch.add(pointer, value));
}
