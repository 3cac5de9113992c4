/**
 * JSON in, canonical events out: reads what an emitter sent ({@link io.photon.codec.EventParser}), keeping the payload's
 * bytes as they came, and compares events by meaning ({@link io.photon.codec.JsonEquality}).
 *
 * <p>May import: {@code event}, {@code result}, Jackson's streaming parser. Imported by: log, backup format, doors,
 * client.
 *
 * <p>Never here: files, sockets, threads, clocks; nothing that decides what may be stored beyond the shape of an event.
 */
package io.photon.codec;
