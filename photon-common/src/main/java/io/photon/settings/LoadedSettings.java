// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import io.photon.result.Failure;
import java.util.List;

/** What came of reading the settings. Immutable. */
public sealed interface LoadedSettings {

    /** They can be used; the warnings are for the person who started us. */
    record Good(Settings settings, List<String> warnings) implements LoadedSettings {}

    /** They cannot. @param errors all of them, at least one */
    record Bad(List<Failure> errors) implements LoadedSettings {}
}
