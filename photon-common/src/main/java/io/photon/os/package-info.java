/**
 * What the operating system says, understood in every language it may say it in.
 *
 * <p>May import: nothing of ours. Imported by: {@code cli.output}, {@code store.file}, {@code store.h2}.
 *
 * <p>Never here: events, settings, threads.
 */
package io.photon.os;
