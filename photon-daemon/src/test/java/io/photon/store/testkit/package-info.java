// SPDX-License-Identifier: Apache-2.0
/**
 * The test kit of stores: {@link io.photon.store.testkit.EventStoreContract} is what every store promises, and
 * {@link io.photon.store.testkit.SharedStoreContract} what one promises that several processes share. Published as
 * {@code photon-store-testkit} for backends in modules of their own, see CONTRIBUTING.
 */
package io.photon.store.testkit;
