// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GrowthPictureTest {

    @Test
    void eachFigureHasACurveBySizeInAPictureThatIsWellFormed() throws Exception {
        List<GrowthPoint> events = List.of(
                new GrowthPoint(1_000_000, 4_000, 12.5, 300, 500, 20, 600),
                new GrowthPoint(10_000_000, 4_000, 13, 310, 520, 21, 601),
                new GrowthPoint(50_000_000, 3_900, 13, 330, 530, 21, 602));
        List<GrowthPoint> streams = List.of(new GrowthPoint(10, 4_000, 12.5, 300, 500, 20, 600));
        String svg = GrowthPicture.svg("events", events, "streams", streams, 1_000_000);
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        int figures = GrowthPoint.Figure.values().length;
        assertEquals(4 * figures, picture.getElementsByTagName("circle").getLength());
        for (GrowthPoint.Figure figure : GrowthPoint.Figure.values()) {
            assertTrue(svg.contains(figure.what() + ", " + figure.unit()), svg);
        }
        assertTrue(svg.contains(">50 M<"), svg);
    }
}
