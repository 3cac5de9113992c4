/**
 * HTTP for everybody: REST, NDJSON, Server-Sent Events. Knows the protocol, holds no rule and no permission check.
 *
 * <p>May import: api, {@code codec}, Undertow. Imported by: wiring.
 *
 * <p>Never here: rules, stores.
 */
package io.photon.door.http;
