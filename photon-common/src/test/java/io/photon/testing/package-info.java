// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of all modules share besides rules and brokers. Imported by: tests, and {@code bench}, which starts the same
 * servers.
 */
package io.photon.testing;
