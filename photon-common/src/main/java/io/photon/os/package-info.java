/**
 * What the operating system says, understood in every language it may say it in, and how many files it allows.
 *
 * <p>May import: nothing of ours. Imported by: {@code cli.output}, {@code api},
 * {@code door.http}, {@code security}, {@code store.file}, {@code store.h2}, wiring.
 *
 * <p>Never here: events, settings, threads.
 */
package io.photon.os;
