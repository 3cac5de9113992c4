// SPDX-License-Identifier: Apache-2.0
/** The test kit as a module of a backend uses it: with nothing but what the artifact brings. */
package io.photon.store.testkit.outside;
