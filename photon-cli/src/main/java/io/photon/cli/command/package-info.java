/**
 * The commands: options in, one call of the client, one result out.
 *
 * <p>May import: {@code client}, {@code client.http}, {@code client.muon}, {@code muon.stack.client},
 * {@code backup.format}, {@code codec}, {@code event}, {@code filter}, {@code settings}, {@code result},
 * {@code cli.input}, {@code cli.output}, {@code cli.top}, picocli. Imported by: {@code cli}.
 *
 * <p>Never here: the daemon (only {@code ServeCommand} knows it), rendering, protocols.
 */
package io.photon.cli.command;
