/**
 * What a Photon of this kind can be asked over Muon beside what docs/muon-protocol section 10 names: paths, questions
 * and the shapes of answers, for both sides. Other clients never need them. Pure.
 *
 * <p>May import: {@code codec}, {@code result}. Imported by: {@code client.muon}, {@code door.muon}.
 *
 * <p>Never here: sockets, threads, who may ask, what an answer is made of.
 */
package io.photon.muon.eventstore;
