// SPDX-License-Identifier: Apache-2.0
/**
 * The endpoints, by what they are about: each reads a request, asks the api, and answers.
 *
 * <p>May import: {@code question}, {@code text}, {@code door.http.wire..}, {@code door.http.identity}, api, {@code budget}, {@code metrics}, {@code cloudevents}, {@code codec}, {@code edn}, {@code event}, {@code result}, {@code settings}, {@code task}, Jackson (to read
 * requests), Undertow. Imported by: {@code door.http}, {@code door.http.socket}.
 *
 * <p>Never here: paths, identities, rules.
 */
@NullMarked
package io.photon.door.http.endpoint;

import org.jspecify.annotations.NullMarked;
