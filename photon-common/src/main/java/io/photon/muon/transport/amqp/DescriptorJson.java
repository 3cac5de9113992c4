// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.codec.JsonFields;
import io.photon.muon.transport.ServiceDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Announcements as JSON and back (docs/muon-protocol 4.2 and 4.5). Reads leniently, writes no null: a null list breaks
 * java clients that look at any service. Pure functions; foreign bytes give nothing, never an exception.
 */
final class DescriptorJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Of one service, as JSON; true ones have some hundred. With the number of services kept it bounds the memory. */
    private static final int MAX_ENTRY_CHARS = 16 << 10;

    private DescriptorJson() {}

    /** One announcement. */
    static byte[] announcement(ServiceDescriptor service) {
        return object(service).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer to a discovery request. */
    static byte[] serviceList(List<ServiceDescriptor> services) {
        StringBuilder json =
                new StringBuilder("{\"name\":\"").append(AmqpNames.SERVICE_LIST).append("\",\"list\":[");
        for (int i = 0; i < services.size(); i++) {
            json.append(i == 0 ? "" : ",").append(object(services.get(i)));
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String object(ServiceDescriptor service) {
        StringBuilder json = new StringBuilder("{\"identifier\":").append(JsonFields.quote(service.identifier()));
        array(json, "tags", service.tags());
        array(json, "codecs", service.codecs());
        array(json, "connectionUrls", service.connectionUrls());
        array(json, "capabilities", service.capabilities());
        if (!service.instanceId().equals(service.identifier())) {
            json.append(",\"instanceId\":").append(JsonFields.quote(service.instanceId()));
        }
        return json.append('}').toString();
    }

    private static void array(StringBuilder json, String name, List<String> values) {
        json.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            json.append(i == 0 ? "" : ",").append(JsonFields.quote(values.get(i)));
        }
        json.append(']');
    }

    /** What an announcement says. */
    static Optional<ServiceDescriptor> read(byte[] body) {
        return tree(body).flatMap(DescriptorJson::descriptor);
    }

    /** What a service list says; empty when it is none, e.g. a request. */
    static Optional<List<ServiceDescriptor>> readList(byte[] body) {
        return tree(body)
                .filter(node -> AmqpNames.SERVICE_LIST.equals(node.path("name").textValue()))
                .map(node -> {
                    List<ServiceDescriptor> services = new ArrayList<>();
                    node.path("list").forEach(item -> descriptor(item).ifPresent(services::add));
                    return services;
                });
    }

    private static Optional<ServiceDescriptor> descriptor(JsonNode node) {
        String identifier = node.path("identifier").textValue();
        if (identifier == null || identifier.isEmpty() || identifier.length() > AmqpNames.MAX_NAME_BYTES) {
            return Optional.empty();
        }
        if (node.toString().length() > MAX_ENTRY_CHARS) {
            return Optional.empty();
        }
        String instance = node.path("instanceId").asText("");
        return Optional.of(new ServiceDescriptor(
                identifier,
                texts(node.path("tags")),
                texts(node.path("codecs")),
                texts(node.path("connectionUrls")),
                texts(node.path("capabilities")),
                instance.isEmpty() ? identifier : instance));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        return texts;
    }

    private static Optional<JsonNode> tree(byte[] body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty(); // not for us: anybody may publish there
        }
    }
}
