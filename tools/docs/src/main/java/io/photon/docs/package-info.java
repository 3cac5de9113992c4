// SPDX-License-Identifier: Apache-2.0
/**
 * Man pages and completion scripts, made from the command line's own model, and the list of calls in docs/http.md, made from
 * the table of questions. {@code GeneratedDocs} is what there is;
 * {@code bin/generate-docs} writes it, and a test holds the committed files to it.
 *
 * <p>May import: {@code question}, {@code cli}, {@code cli.command.meta}, {@code cli.shell}, picocli. Imported by: no other room.
 *
 * <p>Never here: texts of their own; whatever a page says is said in the command's annotation or in a topic of help.
 */
@NullMarked
package io.photon.docs;

import org.jspecify.annotations.NullMarked;
