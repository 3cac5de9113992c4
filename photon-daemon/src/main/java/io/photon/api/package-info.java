/**
 * One method per use case, and who may do what. The only room a door may enter.
 *
 * <p>May import: projection, security, backup, log, core. Imported by: the doors, wiring.
 *
 * <p>Never here: protocols, JSON rendering, files.
 */
package io.photon.api;
