// SPDX-License-Identifier: Apache-2.0
/**
 * A real browser for tests and pictures: headless Chromium, driven over its DevTools protocol.
 *
 * <p>May import: {@code testing}, Jackson, the JDK's HTTP client. Imported by: {@code system}.
 *
 * <p>Never here: what Photon's pages look like.
 */
package io.photon.browser;
