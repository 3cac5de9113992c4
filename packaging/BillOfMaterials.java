// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The bill of materials of a package (CycloneDX): what its jars are made of, each library once.
 *
 * <pre>java -cp target/photon.jar packaging/BillOfMaterials.java VERSION BILL JAR [BILL JAR …]</pre>
 *
 * Each bill is of the jar that follows it. Prints the bill of the package; the same input gives the same bytes.
 */
final class BillOfMaterials {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String version;
    private final Map<String, JsonNode> components = new TreeMap<>();
    private final Map<String, TreeSet<String>> dependencies = new TreeMap<>();
    private final TreeSet<String> jars = new TreeSet<>();
    private final StringBuilder serials = new StringBuilder();

    private BillOfMaterials(String version) {
        this.version = version;
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length < 3 || args.length % 2 == 0) {
            System.err.println("usage: BillOfMaterials.java VERSION BILL JAR [BILL JAR …]");
            System.exit(2);
        }
        BillOfMaterials whole = new BillOfMaterials(args[0]);
        for (int i = 1; i < args.length; i += 2) {
            whole.add((ObjectNode) JSON.readTree(Files.readAllBytes(Path.of(args[i]))), Path.of(args[i + 1]));
        }
        System.out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(whole.made()));
        System.out.println();
    }

    private void add(ObjectNode bill, Path jar) throws IOException, GeneralSecurityException {
        serials.append(bill.get("serialNumber").asText());
        ObjectNode self = (ObjectNode) bill.get("metadata").get("component");
        self.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256(jar));
        jars.add(self.get("bom-ref").asText());
        components.put(self.get("bom-ref").asText(), self);
        for (JsonNode component : bill.get("components")) {
            components.putIfAbsent(component.get("bom-ref").asText(), component);
        }
        for (JsonNode dependency : bill.get("dependencies")) {
            TreeSet<String> on = dependencies.computeIfAbsent(dependency.get("ref").asText(), ref -> new TreeSet<>());
            Iterator<JsonNode> refs = dependency.path("dependsOn").elements();
            refs.forEachRemaining(ref -> on.add(ref.asText()));
        }
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private ObjectNode made() {
        String ref = "photon@" + version;
        ObjectNode bill = JSON.createObjectNode();
        bill.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
        bill.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes((ref + serials).getBytes(StandardCharsets.UTF_8)));
        bill.put("version", 1);
        ObjectNode self = bill.putObject("metadata").putObject("component");
        self.put("type", "application").put("bom-ref", ref).put("name", "photon").put("version", version);
        self.putArray("licenses").addObject().putObject("license").put("id", "Apache-2.0");
        bill.putArray("components").addAll(components.values());
        dependencies.put(ref, jars);
        ArrayNode all = bill.putArray("dependencies");
        dependencies.forEach((from, on) -> {
            ArrayNode to = all.addObject().put("ref", from).putArray("dependsOn");
            on.forEach(to::add);
        });
        return bill;
    }
}
