// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

/**
 * A key with a value as a person wrote them, not yet checked. Immutable.
 *
 * @param key as written
 * @param text the value as written; null when it is missing
 * @param origin where
 */
public record Given(String key, String text, SettingOrigin origin) {}
