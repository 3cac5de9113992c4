/**
 * Projection files: one EDN map each, read without Clojure, so that a start with such files costs nothing and the
 * command line reads them as well. A form keeps the text it was written as.
 *
 * <p>May import: {@code event}, {@code result}. Imported by: wiring.
 *
 * <p>Never here: evaluation, compilation, threads, Clojure's classes.
 */
package io.photon.edn;
