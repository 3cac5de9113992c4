/**
 * The dashboard's commands: {@code top} and {@code stat}. The dashboard itself is {@code cli.top}.
 *
 * <p>May import: {@code client}, {@code result}, {@code cli.command}, {@code cli.input}, {@code cli.output}, {@code cli.top}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: views, keys, terminals.
 */
package io.photon.cli.command.top;
