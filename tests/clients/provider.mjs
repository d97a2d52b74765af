// A real provider of OpenID Connect (npm oidc-provider) on 127.0.0.1, and one that can be told to lie in its tokens.
import { exportJWK, generateKeyPair, SignJWT, decodeJwt } from 'jose'
import { Provider } from 'oidc-provider'

const [port, redirect, leave] = process.argv.slice(2)
const { privateKey } = await generateKeyPair('RS256', { extractable: true })
const stranger = (await generateKeyPair('RS256')).privateKey
const groups = { zhang: ['js-experts', 'unheard-of'], li: ['nothing'], mallory: ['root'] }
let lie = ''

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'dengta',
    client_secret: 'secret-of-tests',
    redirect_uris: [redirect],
    post_logout_redirect_uris: [leave],
  }],
  jwks: { keys: [{ ...await exportJWK(privateKey), kid: 'main', use: 'sig', alg: 'RS256' }] },
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  ttl: { AuthorizationCode: () => (lie === 'short' ? 1 : 60) },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: id, groups: groups[id] ?? [] }),
  }),
})

async function lies(token) {
  const claims = decodeJwt(token)
  const sign = (changes, key = privateKey, kid = 'main') =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
  switch (lie) {
    case 'nonce': return sign({ nonce: 'another' })
    case 'no-nonce': return sign({ nonce: undefined })
    case 'audience': return sign({ aud: 'somebody-else' })
    case 'party': return sign({ aud: ['dengta', 'somebody-else'], azp: 'somebody-else' })
    case 'issuer': return sign({ iss: 'http://127.0.0.1:1' })
    case 'expired': return sign({ exp: claims.iat - 3600 })
    case 'stranger': return sign({}, stranger)
    case 'unsigned': {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ alg: 'none' })}.${part(claims)}.`
    }
    case 'shared': return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('secret-of-tests'))
    case 'missing': return undefined
    default: return token
  }
}

provider.use(async (context, next) => {
  if (context.path === '/lie') {
    lie = context.query.about ?? ''
    context.body = 'ok'
    return
  }
  await next()
  if (context.path === '/token' && context.body?.id_token) context.body.id_token = await lies(context.body.id_token)
})
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
