package vethscope.engine.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vethscope.engine.compile.Compiler;
import vethscope.engine.replay.Replay;
import vethscope.engine.replay.Verdict;
import vethscope.model.Cni;
import vethscope.model.Design;
import vethscope.model.generate.ClusterSize;
import vethscope.model.generate.Clusters;

/// A generated cluster works: nothing is wrong with it and its probes arrive, however its nodes are wired.
class GeneratedClustersTest {

    @ParameterizedTest
    @CsvSource({"BRIDGE,ROUTES", "PTP,ROUTES", "AWS_VPC,ROUTES", "BRIDGE,VXLAN", "PTP,VXLAN"})
    void nothingIsWrongWithAGeneratedClusterAndItsProbesArrive(Cni.Type cni, ClusterSize.Between between) {
        Design design = Clusters.draw(new ClusterSize(4, 31, 5, null, cni, between, 1));
        assertEquals(List.of(), Findings.of(design));
        Replay.run(design, Compiler.compile(design).network(), design.probes(), true)
                .forEach(played ->
                        assertTrue(Verdict.of(played).passed(), played.probe().name()));
    }
}
