/**
 * Requests of one lane share connections; those of different lanes never do. An HTTP/2 connection has a hundred streams, which
 * watches would take from requests, and requests from a lease.
 */
export type Lane = 'requests' | 'watches' | 'leases';
