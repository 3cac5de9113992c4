/** What tests of all modules share besides rules and brokers. */
package io.photon.testing;
