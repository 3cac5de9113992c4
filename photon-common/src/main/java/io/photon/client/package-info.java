/**
 * The client API: what a command asks of a daemon, over HTTP.
 *
 * <p>May import: {@code event, result, codec}. Imported by: {@code cli}.
 *
 * <p>Never here: rules, rendering, picocli.
 */
package io.photon.client;
