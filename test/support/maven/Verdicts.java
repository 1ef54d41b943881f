import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.apache.maven.wagon.Wagon;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.connector.basic.BasicRepositoryConnectorFactory;
import org.eclipse.aether.impl.DefaultServiceLocator;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.*;
import org.eclipse.aether.spi.connector.RepositoryConnectorFactory;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.transport.wagon.WagonProvider;
import org.eclipse.aether.transport.wagon.WagonTransporterFactory;
import org.eclipse.aether.version.Version;

/**
 * What Maven's own resolver makes of dependencies, asked by lines on standard input: group, artifact and version or
 * range, parted by tabs. Run with Maven's libraries: java -cp '…/lib/*' Verdicts.java REPOSITORY LOCAL_REPOSITORY
 *
 * <p>An answer is the version that is chosen, then `live`, `gone`, or the coordinates that relocations lead to; `none`
 * where none is chosen; `error` and a reason.
 */
public class Verdicts {
  public static void main(String[] args) throws Exception {
    DefaultServiceLocator locator = MavenRepositorySystemUtils.newServiceLocator();
    locator.addService(RepositoryConnectorFactory.class, BasicRepositoryConnectorFactory.class);
    locator.addService(TransporterFactory.class, WagonTransporterFactory.class);
    locator.setServices(WagonProvider.class, new WagonProvider() {
      public Wagon lookup(String hint) {
        return new org.apache.maven.wagon.providers.http.HttpWagon();
      }

      public void release(Wagon wagon) {}
    });
    RepositorySystem system = locator.getService(RepositorySystem.class);
    DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
    session.setLocalRepositoryManager(system.newLocalRepositoryManager(session, new LocalRepository(args[1])));
    session.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
    session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_IGNORE);
    session.setConfigProperty("aether.connector.basic.threads", 1);
    List<RemoteRepository> from = List.of(new RemoteRepository.Builder("central", "default", args[0]).build());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line; (line = in.readLine()) != null; ) {
      String[] asked = line.split("\t", -1);
      out.println(verdict(system, session, from, asked[0], asked[1], asked[2]).replace('\n', ' '));
    }
  }

  static String verdict(
      RepositorySystem system,
      DefaultRepositorySystemSession session,
      List<RemoteRepository> from,
      String group,
      String artifact,
      String wanted) {
    try {
      String version = chosen(system, session, from, new DefaultArtifact(group, artifact, "jar", wanted));
      if (version == null) return "none";
      DefaultArtifact at = new DefaultArtifact(group, artifact, "jar", version);
      ArtifactDescriptorResult read =
          system.readArtifactDescriptor(session, new ArtifactDescriptorRequest(at, from, ""));
      if (!read.getRelocations().isEmpty() && !isSame(at, read.getArtifact())) {
        return version + " " + coordinates(read.getArtifact());
      }
      return version + (isThere(system, session, from, at) ? " live" : " gone");
    } catch (Exception error) {
      Throwable cause = error;
      while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
      return "error " + cause.getMessage();
    }
  }

  static String chosen(
      RepositorySystem system, DefaultRepositorySystemSession session, List<RemoteRepository> from, Artifact wanted)
      throws Exception {
    if (wanted.getVersion().matches("LATEST|RELEASE")) {
      try {
        return system.resolveVersion(session, new VersionRequest(wanted, from, "")).getVersion();
      } catch (VersionResolutionException none) {
        return null;
      }
    }
    Version highest =
        system.resolveVersionRange(session, new VersionRangeRequest(wanted, from, "")).getHighestVersion();
    return highest == null ? null : highest.toString();
  }

  static boolean isThere(
      RepositorySystem system, DefaultRepositorySystemSession session, List<RemoteRepository> from, Artifact at) {
    try {
      return system.resolveArtifact(session, new ArtifactRequest(at, from, "")).isResolved();
    } catch (ArtifactResolutionException missing) {
      return false;
    }
  }

  static boolean isSame(Artifact one, Artifact other) {
    return coordinates(one).equals(coordinates(other));
  }

  static String coordinates(Artifact artifact) {
    return artifact.getGroupId() + ":" + artifact.getArtifactId() + " " + artifact.getVersion();
  }
}
