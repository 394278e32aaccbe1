/** What a process shares between reconciles: the lease that lets one run at a time write. */
export { HeldLease, type LeaseTimes } from './held-lease.js';
export { acquireLease, InstanceLease, type AcquireOptions, type LeaseAttempt, type LeaseOptions } from './instance-lease.js';
export { leaseName, runIdentity, type LeaseKey } from './lease-key.js';
