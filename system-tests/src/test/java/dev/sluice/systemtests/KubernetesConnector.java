// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of {@code examples/connectors/} as resources for Strimzi.
 *
 * @param name of the connector
 */
record KubernetesConnector(Path source, String name, Map<String, String> config) {
    static final String NAMESPACE = "sluice";

    private static final Pattern SECRET = Pattern.compile("(^|[._-])(password|secret|token)([._-]|$)");
    private static final Set<String> FIELDS_OF_THE_RESOURCE = Set.of("name", "connector.class", "tasks.max");

    static KubernetesConnector of(Example example) {
        return new KubernetesConnector(example.file(), example.name(), example.config());
    }

    /** A {@code KafkaConnector}, and a {@code Secret} before it if there is something to keep. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("""
                # SPDX-License-Identifier: Apache-2.0
                # Generated from examples/connectors/%s; docs/how-to/kubernetes.md says how to use it.
                """.formatted(source.getFileName()));
        if (!secrets().isEmpty()) {
            yaml.append("""
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: %s
                      namespace: %s
                    stringData:
                    """.formatted(name, NAMESPACE));
            secrets().forEach((key, value) -> append(yaml, "  ", key, value));
            yaml.append("---\n");
        }
        yaml.append(
                """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaConnector
                metadata:
                  name: %s
                  namespace: %s
                  labels:
                    strimzi.io/cluster: sluice
                spec:
                  class: %s
                  tasksMax: %s
                  autoRestart:
                    enabled: true
                  config:
                """.formatted(name, NAMESPACE, config.get("connector.class"), config.getOrDefault("tasks.max", "1")));
        resourceConfig().forEach((key, value) -> append(yaml, "    ", key, value));
        return yaml.toString();
    }

    /** The right of the workers to read the secrets of these connectors, and no others. */
    static String access(List<KubernetesConnector> connectors) {
        String secrets = connectors.stream()
                .filter(connector -> !connector.secrets().isEmpty())
                .map(KubernetesConnector::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return """
                # SPDX-License-Identifier: Apache-2.0
                # Generated from examples/connectors: lets the workers read the connectors' secrets, and no others.
                # With connectors of your own, name their Secrets here.
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: sluice-connect-secrets
                  namespace: %1$s
                rules:
                  - apiGroups: [""]
                    resources: [secrets]
                    resourceNames: [%2$s]
                    verbs: [get]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata:
                  name: sluice-connect-secrets
                  namespace: %1$s
                subjects:
                  # The service account that Strimzi makes for a KafkaConnect named sluice.
                  - kind: ServiceAccount
                    name: sluice-connect
                    namespace: %1$s
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: sluice-connect-secrets
                """.formatted(NAMESPACE, secrets);
    }

    /** What stands in the resource's {@code config}: secrets as references. */
    Map<String, String> resourceConfig() {
        Map<String, String> all = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (!FIELDS_OF_THE_RESOURCE.contains(key)) {
                all.put(key, isSecret(key) ? "${secrets:" + NAMESPACE + "/" + name + ":" + key + "}" : value);
            }
        });
        return all;
    }

    /** What stands in the {@code Secret}. */
    Map<String, String> secrets() {
        Map<String, String> all = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (isSecret(key)) {
                // A reference to another provider is of no use there.
                all.put(key, value.startsWith("${") ? "FILL-IN" : value);
            }
        });
        return all;
    }

    /** Not the configuration, which would be the name of a test. */
    @Override
    public String toString() {
        return source.getFileName().toString();
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    private static void append(StringBuilder yaml, String indent, String key, String value) {
        // What JSON quotes, YAML reads.
        yaml.append(indent)
                .append(key)
                .append(": ")
                .append(TextNode.valueOf(value))
                .append('\n');
    }
}
