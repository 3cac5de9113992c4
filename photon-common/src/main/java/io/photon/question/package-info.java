// SPDX-License-Identifier: Apache-2.0
/**
 * What a Photon can be asked, as data: one {@link io.photon.question.Question} for each use case, all of them in the table
 * {@link io.photon.question.Questions}. Its rows stand by noun: {@link io.photon.question.EventQuestions},
 * {@link io.photon.question.ProjectionQuestions} and so on. Doors read a question from a request by it, clients write one,
 * documentation lists it; so one more question is one more row. {@link io.photon.question.Asked} is a question with its values.
 * Immutable, pure.
 *
 * <p>May import: {@code result}. Imported by: every room that asks or answers.
 *
 * <p>Never here: how an answer is made, who may ask, sockets, threads.
 */
@NullMarked
package io.photon.question;

import org.jspecify.annotations.NullMarked;
