// SPDX-License-Identifier: Apache-2.0
/**
 * The log, and projections over it, under a seeded scheduler, disks that fail and clocks that jump: one thread, every
 * order, the same again from the same seed. After each step the promises of the house are checked.
 */
package io.photon.simulation;
