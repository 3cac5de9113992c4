// SPDX-License-Identifier: Apache-2.0
/**
 * The launcher and the other scripts as a person meets them: real processes, real signals.
 *
 * <p>May import: nothing of ours. Imported by: {@code packages}, for its {@code Script}.
 *
 * <p>Never here: what a command does once it runs.
 */
package io.photon.launcher;
