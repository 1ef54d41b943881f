import { expect, it } from 'vitest';
import { lendingTo } from '../../../server/src/registries/oci/token-services.ts';

async function lent(base: string, realm: string, tokenServices?: readonly string[]): Promise<boolean> {
  const login = async () => ({ is: 'anonymous' }) as const;
  const route = { base, identity: '', login, ...(tokenServices === undefined ? {} : { tokenServices }) };
  return (await lendingTo(realm, route)).is === 'lent';
}

it.each([
  ['https://registry-1.docker.io', 'https://auth.docker.io/token'],
  ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
  ['https://registry.example.com', 'https://auth.example.com/token'],
  ['https://registry.example.org:5050', 'https://gitlab.example.org/jwt/auth'],
  ['https://example.org', 'https://auth.example.org/token'],
  ['https://a.b.example.co.uk', 'https://auth.example.co.uk/token'],
  ['https://ghcr.io', 'https://ghcr.io/token'],
  ['https://quay.io', 'https://quay.io/v2/auth'],
  ['https://team.azurecr.io', 'https://team.azurecr.io/oauth2/token'],
  ['https://europe-docker.pkg.dev', 'https://europe-docker.pkg.dev/v2/token'],
  ['https://public.ecr.aws', 'https://public.ecr.aws/token/'],
  ['https://harbor.example', 'https://harbor.example/service/token'],
  ['https://team-docker.jfrog.io', 'https://team.jfrog.io/artifactory/api/docker/docker/v2/token'],
  ['https://registry.digitalocean.com', 'https://api.digitalocean.com/v2/registry/auth'],
  ['https://us.icr.io', 'https://us.icr.io/oauth/token'],
  ['https://registry.cn-hangzhou.aliyuncs.com', 'https://dockerauth.cn-hangzhou.aliyuncs.com/auth'],
  ['https://docker.elastic.co', 'https://docker-auth.elastic.co/auth'],
  ['https://registry.connect.redhat.com', 'https://sso.redhat.com/auth/realms/rhc4tp/protocol/redhat-docker-v2/auth'],
  // By the vendors' word.
  ['https://registry.redhat.io', 'https://sso.redhat.com/auth/realms/rhcc/protocol/redhat-docker-v2/auth'],
  ['https://nvcr.io', 'https://nvcr.io/proxy_auth'],
  ['https://nvcr.io', 'https://authn.nvidia.com/token'],
  ['https://rg.fr-par.scw.cloud', 'https://api.scaleway.com/registry-internal/v1/regions/fr-par/tokens'],
  ['https://dhi.io', 'https://auth.docker.io/token'],
  ['https://my-team-docker.jfrog.io', 'https://my-team.jfrog.io/artifactory/api/docker/docker/v2/token'],
  ['https://team-registry.cn-hangzhou.cr.aliyuncs.com', 'https://dockerauth-ee.cn-hangzhou.aliyuncs.com/auth'],
  // Below the registry's own host, where its neighbours are strangers.
  ['https://team.jfrog.io', 'https://auth.team.jfrog.io/token'],
  ['https://10.0.0.1.nip.io', 'https://auth.10.0.0.1.nip.io/token'],
  ['https://gitlab.corp.internal:5050', 'https://auth.corp.internal/jwt/auth'],
  // Another port of the registry's own host, an address among them.
  ['https://registry', 'https://registry:8443/token'],
  ['https://10.0.0.1:5000', 'https://10.0.0.1/token'],
  ['https://[fd00::1]:5000', 'https://[fd00::1]/token'],
  ['http://localhost:5000', 'http://127.0.0.1:5001/token'],
  ['http://127.0.0.1:5000', 'http://auth.localhost:5001/token'],
])('the login of %s goes to %s', async (base, realm) => {
  expect(await lent(base, realm)).toBe(true);
});

it.each([
  ['https://registry.example.com', 'https://auth.example.net/token'],
  ['https://registry.example.com', 'https://registry.example.com.evil.example/token'],
  ['https://registry.example.com', 'https://evilexample.com/token'],
  ['https://registry.co.uk', 'https://auth.co.uk/token'],
  ['https://registry.github.io', 'https://evil.github.io/token'],
  ['https://team.jfrog.io', 'https://evil.jfrog.io/token'],
  ['https://team-docker.jfrog.io', 'https://team-other.jfrog.io/token'],
  ['https://team-docker.jfrog.io', 'https://docker.jfrog.io/token'],
  ['https://team-docker.jfrog.io', 'https://jfrog.io/token'],
  ['https://team.azurecr.io', 'https://evil.azurecr.io/oauth2/token'],
  ['https://team.azurecr.io', 'https://azurecr.io/oauth2/token'],
  ['https://azurecr.io', 'https://evil.azurecr.io/oauth2/token'],
  ['https://team.azurecr.io.', 'https://evil.azurecr.io./oauth2/token'],
  ['https://docker.cloudsmith.io', 'https://evil.cloudsmith.io/token'],
  ['https://registry.cn-hangzhou.aliyuncs.com', 'https://evil.oss-cn-hangzhou.aliyuncs.com/auth'],
  ['https://registry.cn-hangzhou.aliyuncs.com', 'https://dockerauth.cn-beijing.aliyuncs.com/auth'],
  ['https://registry.cn-hangzhou.aliyuncs.com', 'https://dockerauth.evil.cn-hangzhou.aliyuncs.com/auth'],
  ['https://team.tencentcloudcr.com', 'https://evil.tencentcloudcr.com/service/token'],
  ['https://iad.ocir.io', 'https://evil.ocir.io/token'],
  ['https://swr.cn-north-4.myhuaweicloud.com', 'https://evil.obs.cn-north-4.myhuaweicloud.com/token'],
  ['https://123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'https://evil.elb.eu-west-1.amazonaws.com/token'],
  ['https://registry.team.svc.cluster.local', 'https://evil.other.svc.cluster.local/token'],
  ['https://registry.10.0.0.1.nip.io', 'https://auth.203.0.113.1.nip.io/token'],
  ['https://registry.10.0.0.1.sslip.io', 'https://evil.sslip.io/token'],
  ['https://registry.example.com', 'https://203.0.113.7/token'],
  ['https://203.0.113.7', 'https://203.0.113.8/token'],
  ['https://registry', 'https://auth/token'],
  ['https://registry.example.com', 'https://localhost/token'],
  ['http://localhost:5000', 'http://auth.example/token'],
  ['https://nvcr.io', 'https://auth.nvidia.com.evil.example/token'],
  ['https://nvcr.io.evil.example', 'https://authn.nvidia.com/token'],
  ['https://nvcr.io', 'https://authn.nvidia.com:8443/token'],
  ['https://evil.scw.cloud', 'https://api.scaleway.com/token'],
  ['https://constructor', 'https://auth.example/token'],
])('the login of %s does not go to %s', async (base, realm) => {
  expect(await lent(base, realm)).toBe(false);
});

it.each<[readonly string[], string, boolean]>([
  [['auth.example'], 'https://auth.example/token', true],
  [['auth.example'], 'https://auth.example:8443/token', true],
  [['auth.example:8443'], 'https://auth.example:8443/token', true],
  [['auth.example:8443'], 'https://auth.example/token', false],
  [['example'], 'https://auth.example/token', false],
  [['other.example', 'auth.example'], 'https://auth.example/token', true],
  [[], 'https://auth.example/token', false],
])('with %j named by the user it goes to %s: %s', async (named, realm, goes) => {
  expect(await lent('https://registry.example.com', realm, named)).toBe(goes);
});
