/**
 * The default backend: the log of {@code store.file} plus a SQL mirror in H2; each heals the other.
 *
 * <p>May import: {@code store}, {@code store.file}, {@code event}, {@code java.sql}, H2. Imported by: wiring.
 *
 * <p>Never here: sockets, rules about who may do what.
 */
package io.photon.store.h2;
