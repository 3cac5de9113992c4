/**
 * The commands: options in, one call of the client, one result out.
 *
 * <p>May import: {@code client, result, event, backup.format, cli.input, cli.output}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon (only {@code ServeCommand} knows it), rendering, protocols.
 */
package io.photon.cli.command;
