// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenAPI 3.1 document of the calls: their paths and parameters come from the table of questions, what is read and
 * answered from a resource for each noun, {@code NOUN.json}, by the name of the question. One more question is one more entry
 * there. Immutable, pure.
 *
 * <p>May import: {@code question}, {@code codec}, {@code result}. Imported by: {@code door.http}.
 *
 * <p>Never here: requests, answers, Undertow; a list of routes.
 */
@NullMarked
package io.photon.door.http.openapi;

import org.jspecify.annotations.NullMarked;
