import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of a cluster on loopback, in a process of its own so that it can be killed like a machine.
 * Arguments: home folder, number of this node (from 1), HTTP ports of all nodes, transport ports of all nodes.
 */
public final class ClusterNode {
    public static void main(final String[] args) throws Exception {
        final Path home = Path.of(args[0]);
        final int number = Integer.parseInt(args[1]);
        final String[] http = args[2].split(",");
        final String[] transport = args[3].split(",");
        final OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((index, settings) -> {
            settings.put("node.name", "node-" + number);
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", http[number - 1]);
            settings.put("transport.port", transport[number - 1]);
            final String[] hosts = new String[transport.length];
            final String[] names = new String[transport.length];
            for (int i = 0; i < transport.length; i++) {
                hosts[i] = "127.0.0.1:" + transport[i];
                names[i] = "node-" + (i + 1);
            }
            settings.putList("discovery.seed_hosts", hosts);
            settings.putList("cluster.initial_cluster_manager_nodes", names);
            // The disk of a machine that runs tests may be nearly full, which is no concern of theirs.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            // A killed node is noticed by its closed connection; this is for one that hangs.
            settings.put("cluster.fault_detection.follower_check.timeout", "3s");
            settings.put("cluster.fault_detection.leader_check.timeout", "3s");
        });
        runner.build(OpenSearchRunner.newConfigs()
                .clusterName("saegin-tests")
                .basePath(home.toString())
                .numOfNode(1));
        new CountDownLatch(1).await();
    }
}
