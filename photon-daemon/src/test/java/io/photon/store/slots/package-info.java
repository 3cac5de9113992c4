// SPDX-License-Identifier: Apache-2.0
/**
 * Write-once slots: {@link io.photon.store.slots.SlotCopyContract} is proved with the server of each backend, and everything
 * with one in memory that forgets answers.
 */
package io.photon.store.slots;
