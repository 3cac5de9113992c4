// SPDX-License-Identifier: Apache-2.0
/** A store in miniature that several processes could share, as a remote backend is, with its lease: for tests. */
package io.photon.store.shared;
