/**
 * One method per use case, and who may do what. The only room a door may enter; what it gives and takes is its own, or
 * an {@code event}, or a {@code result}.
 *
 * <p>May import: projection, security, backup, log, core; of {@code store} and {@code filter} the values that the log
 * speaks in. Imported by: the doors, wiring.
 *
 * <p>Never here: protocols, JSON rendering, files, threads.
 */
package io.photon.api;
