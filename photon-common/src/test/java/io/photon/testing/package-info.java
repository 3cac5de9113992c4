// SPDX-License-Identifier: Apache-2.0
/** What tests of all modules share besides rules and brokers. */
package io.photon.testing;
