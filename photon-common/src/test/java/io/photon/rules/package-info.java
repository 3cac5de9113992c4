// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the house that every module holds, as helpers for its {@code ArchitectureTest}.
 *
 * <p>May import: ArchUnit, JUnit. Imported by: the architecture tests of all modules.
 *
 * <p>Never here: a rule of one module alone.
 */
package io.photon.rules;
