// Maven's own classes for versions, asked by lines on standard input. Run as a single-file program:
//   java -cp '/usr/share/maven/lib/*' MavenOrder.java < questions
// Questions, fields separated by a tab:
//   comparable A B   -> -1, 0 or 1   ComparableVersion
//   generic A B      -> -1, 0 or 1   GenericVersion of the resolver
//   range SPEC V     -> true, false, soft or error: whether the resolver's constraint holds the version
import java.io.*;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.*;

public class MavenOrder {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, "UTF-8");
    GenericVersionScheme scheme = new GenericVersionScheme();
    for (String line; (line = in.readLine()) != null; ) {
      String[] q = line.split("\t", -1);
      try {
        switch (q[0]) {
          case "comparable":
            out.println(Integer.signum(new ComparableVersion(q[1]).compareTo(new ComparableVersion(q[2]))));
            break;
          case "generic":
            out.println(Integer.signum(scheme.parseVersion(q[1]).compareTo(scheme.parseVersion(q[2]))));
            break;
          default:
            VersionConstraint constraint = scheme.parseVersionConstraint(q[1]);
            out.println(constraint.getRange() == null ? "soft" : "" + constraint.containsVersion(scheme.parseVersion(q[2])));
        }
      } catch (InvalidVersionSpecificationException error) {
        out.println("error");
      }
    }
    out.flush();
  }
}
