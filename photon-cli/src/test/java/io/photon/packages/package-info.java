// SPDX-License-Identifier: Apache-2.0
/**
 * What is given to people, as they meet it: the packages, installed on a machine of their own, upgraded and removed, and
 * the licences in the jars.
 *
 * <p>May import: {@code launcher}'s {@code Script}, {@code system}'s {@code ConsoleBlocks} and {@code Requirement}.
 * Imported by: no other room.
 *
 * <p>Never here: anything that changes the machine that the tests run on.
 */
package io.photon.packages;
