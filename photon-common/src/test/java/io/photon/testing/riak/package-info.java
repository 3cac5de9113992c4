// SPDX-License-Identifier: Apache-2.0
/** A server that speaks as Riak does, as far as a store needs it: there is no Riak to be had. Imported by: tests, {@code bench}. */
package io.photon.testing.riak;
