// SPDX-License-Identifier: Apache-2.0
package io.photon.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProjectionSettingsTest {

    @Test
    void aHeapOf256MebibytesHasRoomForTwoThousandAndASmallOneForAHundred() {
        assertEquals(2_048, ProjectionSettings.most(256 << 20));
        assertEquals(100, ProjectionSettings.most(1 << 20));
    }
}
