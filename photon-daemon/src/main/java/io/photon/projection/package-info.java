/**
 * Projections: state folded from streams. The registry is itself a fold of {@code __config__}; each projection runs on
 * a cursor and a snapshot of its own.
 *
 * <p>May import: {@code log}, {@code store}, {@code core}, {@code budget}, {@code event}, {@code codec}, {@code filter},
 * {@code result}, {@code os}, {@code task}, Jackson (to read requests and compare values). Imported by: {@code api}, {@code projection.builtin},
 * {@code projection.sandbox}, the languages, which keep {@link io.photon.projection.ReducerEngine}; wiring.
 *
 * <p>Never here: a language, protocols, permissions.
 */
package io.photon.projection;
