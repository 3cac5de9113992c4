// SPDX-License-Identifier: Apache-2.0
/**
 * Long answers. A {@code PushedAnswer} is given items as they come (a replay, the updates of a projection) and writes them in an {@code AnswerFormat}:
 * {@code LineFormat}, {@code SseFormat}, {@code CloudEventFormat}, {@code CloudEventBatch}. A {@code PulledAnswer} takes chunks from something that may
 * wait for the disk (a backup, an export). Both write by a {@code ResponseStream}. To add a format, implement {@code AnswerFormat}.
 *
 * <p>May import: {@code door.http.wire}, {@code door.http.wire.call}, api, {@code cloudevents}, {@code codec}, {@code edn}, {@code event}, {@code flow}, {@code result}, Undertow. Imported by:
 * {@code door.http}, {@code door.http.endpoint}.
 *
 * <p>Never here: what an answer is about, the body of a request, sockets.
 */
@NullMarked
package io.photon.door.http.wire.answer;

import org.jspecify.annotations.NullMarked;
