/**
 * The log under a seeded scheduler, a disk that fails and a clock that jumps: one thread, every order, the same again
 * from the same seed. After each step the promises of the house are checked.
 */
package io.photon.simulation;
