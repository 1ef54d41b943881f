// Maven's own model builder, asked by paths of POMs on standard input. Run as a single-file program:
//   java -cp '/usr/share/maven/lib/*' MavenModels.java < paths
// Answers with a line for each: what the effective model has, as KIND GROUP:ARTIFACT VERSION, parted by tabs; or
// `error`. Behind the path, and a tab, may stand the folder of a repository, which has parents and BOMs. Else nothing is
// asked of any repository: what only one could tell is an error.
import java.io.*;
import java.util.*;
import org.apache.maven.model.*;
import org.apache.maven.model.building.*;
import org.apache.maven.model.resolution.*;

public class MavenModels {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, "UTF-8");
    ModelBuilder builder = new DefaultModelBuilderFactory().newInstance();
    for (String path; (path = in.readLine()) != null; ) {
      DefaultModelBuildingRequest request = new DefaultModelBuildingRequest();
      String[] places = path.split("\t");
      request.setPomFile(new File(places[0])).setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
      request.setSystemProperties(new Properties()).setModelResolver(places.length < 2 ? new Nobody() : new Folder(places[1]));
      List<String> said = new ArrayList<>();
      try {
        Model model = builder.build(request).getEffectiveModel();
        for (Dependency each : model.getDependencies()) said.add(line("dependency", each.getGroupId(), each.getArtifactId(), each.getVersion()));
        if (model.getBuild() != null)
          for (Plugin each : model.getBuild().getPlugins()) said.add(line("plugin", each.getGroupId(), each.getArtifactId(), each.getVersion()));
        for (Repository each : model.getRepositories()) said.add(line("repository", each.getId(), "", each.getUrl()));
      } catch (ModelBuildingException error) {
        said.add("error");
      }
      out.println(String.join("\t", said));
    }
    out.flush();
  }

  static String line(String kind, String group, String artifact, String version) {
    return kind + " " + group + ":" + artifact + " " + version;
  }

  static class Folder extends Nobody {
    final String folder;
    Folder(String folder) { this.folder = folder; }
    public ModelSource resolveModel(String g, String a, String v) throws UnresolvableModelException {
      File file = new File(folder, g.replace('.', '/') + "/" + a + "/" + v + "/" + a + "-" + v + ".pom");
      if (!file.isFile()) throw new UnresolvableModelException("it is not there", g, a, v);
      return new FileModelSource(file);
    }
  }

  static class Nobody implements ModelResolver {
    public ModelSource resolveModel(String g, String a, String v) throws UnresolvableModelException {
      throw new UnresolvableModelException("nobody is asked", g, a, v);
    }
    public ModelSource resolveModel(Parent p) throws UnresolvableModelException {
      return resolveModel(p.getGroupId(), p.getArtifactId(), p.getVersion());
    }
    public ModelSource resolveModel(Dependency d) throws UnresolvableModelException {
      return resolveModel(d.getGroupId(), d.getArtifactId(), d.getVersion());
    }
    public void addRepository(Repository r) {}
    public void addRepository(Repository r, boolean replace) {}
    public ModelResolver newCopy() { return this; }
  }
}
