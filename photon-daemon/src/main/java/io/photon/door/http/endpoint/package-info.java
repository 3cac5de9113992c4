/**
 * The endpoints, by what they are about: each reads a request, asks the api, and answers.
 *
 * <p>May import: {@code question}, {@code text}, {@code door.http.wire}, api, {@code budget}, {@code codec}, {@code edn}, {@code event}, {@code result}, Jackson (to read
 * requests), Undertow. Imported by: {@code door.http}.
 *
 * <p>Never here: paths, identities, rules.
 */
package io.photon.door.http.endpoint;
