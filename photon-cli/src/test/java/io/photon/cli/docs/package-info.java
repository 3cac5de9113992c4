/**
 * Generates man pages and completion scripts from the picocli model, and holds the committed ones to it; holds pages to
 * their links and to plain English.
 *
 * <p>May import: the command line's model. Imported by: nobody.
 *
 * <p>Never here: texts of their own; whatever a page says is said in the command's annotation.
 */
package io.photon.cli.docs;
