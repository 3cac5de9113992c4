// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.rules.House;
import io.photon.rules.HouseRules;

/** The rules that hold in every module. */
class HouseTest extends HouseRules {

    HouseTest() {
        super(House.module("tools/docs"));
    }
}
