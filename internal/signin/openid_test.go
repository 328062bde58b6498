// OpenID: a real provider, started by the tests, and people who sign in to it.

package signin_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/oauth2"
)

// The audiences of the provider's clients. It makes tokens for whichever client
// somebody signs in to.
const (
	audience = "govgroup"
	wiki     = "wiki"
)

const comeBack = "http://localhost/auth/callback"

// openID is the provider. Its store is the library's own but for what a test
// wants to change: keys, and what tokens say of people.
type openID struct {
	*storage.Storage
	URL    string
	server *httptest.Server
	asked  atomic.Int32 // requests

	mu     sync.Mutex
	keys   []signingKey              // the last one signs
	claims map[string]map[string]any // in access tokens, by the person's id
}

// The two people whom the library's store knows.
const (
	jane, janeID = "test-user@127.0.0.1", "id1"
	bob, bobID   = "test-user2", "id2"
	password     = "verysecure"
)

func startOpenID(t *testing.T) *openID {
	t.Helper()
	var provider http.Handler
	p := &openID{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		provider.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.URL, p.server = server.URL, server
	p.claims = map[string]map[string]any{
		janeID: {"email": "jane@corp.example", "email_verified": true, "groups": []string{"iam-admins", "everyone"}},
		bobID:  {"email": "bob@corp.example", "email_verified": false, "department": "IT"},
	}
	p.Storage = storage.NewStorageWithClients(storage.NewUserStore(p.URL), map[string]*storage.Client{
		audience: storage.NativeClient(audience, comeBack), wiki: storage.NativeClient(wiki, comeBack),
	})
	p.rotate(t)
	provider = exampleop.SetupServer(p.URL, p, nil, false)
	return p
}

// rotate makes the provider sign with a new key and publish that alone.
func (p *openID) rotate(t *testing.T) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = []signingKey{{rand.Text(), key}}
}

func (p *openID) key() *signingKey {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &p.keys[len(p.keys)-1]
}

// signIn goes the whole way as a browser and a client would: authorization code
// with PKCE, and the person's password in the provider's own form.
func (p *openID) signIn(t *testing.T, client, person string) *oauth2.Token {
	t.Helper()
	config := oauth2.Config{
		ClientID: client, RedirectURL: comeBack, Scopes: []string{"openid", "email"},
		Endpoint: oauth2.Endpoint{AuthURL: p.URL + "/auth", TokenURL: p.URL + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams},
	}
	verifier := oauth2.GenerateVerifier()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "localhost" {
			return http.ErrUseLastResponse // back at the client
		}
		return nil
	}}
	form, err := browser.Get(config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)))
	require.NoError(t, err)
	require.NoError(t, form.Body.Close())
	back, err := browser.PostForm(p.URL+"/login/username", url.Values{
		"id": {form.Request.URL.Query().Get("authRequestID")}, "username": {person}, "password": {password}})
	require.NoError(t, err)
	require.NoError(t, back.Body.Close())
	where, err := back.Location()
	require.NoError(t, err, back.Status)
	token, err := config.Exchange(t.Context(), where.Query().Get("code"), oauth2.VerifierOption(verifier))
	require.NoError(t, err)
	return token
}

// sign makes a token with the provider's key and any content: what the provider
// itself would not make.
func (p *openID) sign(t *testing.T, changes map[string]any) string {
	t.Helper()
	return p.signAs(t, "", changes)
}

// signAs is sign with a typ in the header.
func (p *openID) signAs(t *testing.T, kind string, changes map[string]any) string {
	t.Helper()
	content := map[string]any{
		"iss": p.URL, "sub": janeID, "aud": audience, "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix(),
	}
	maps.Copy(content, changes)
	return signed(t, content, jose.RS256, jose.JSONWebKey{Key: p.key().key, KeyID: p.key().id}, jose.ContentType(kind))
}

func signed(t *testing.T, content map[string]any, algorithm jose.SignatureAlgorithm, key any, kind ...jose.ContentType) string {
	t.Helper()
	o := &jose.SignerOptions{}
	if len(kind) > 0 && kind[0] != "" {
		o.WithType(kind[0])
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, o)
	require.NoError(t, err)
	payload, err := json.Marshal(content)
	require.NoError(t, err)
	token, err := signer.Sign(payload)
	require.NoError(t, err)
	compact, err := token.CompactSerialize()
	require.NoError(t, err)
	return compact
}

// SigningKey gives the newest key.
func (p *openID) SigningKey(context.Context) (op.SigningKey, error) { return p.key(), nil }

// KeySet publishes the keys.
func (p *openID) KeySet(context.Context) ([]op.Key, error) { return []op.Key{publicKey{*p.key()}}, nil }

// SignatureAlgorithms are those of the keys.
func (p *openID) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

// GetPrivateClaimsFromScopes says what access tokens say of people.
func (p *openID) GetPrivateClaimsFromScopes(_ context.Context, person, _ string, _ []string) (map[string]any, error) {
	return maps.Clone(p.claims[person]), nil
}

// GetClientByClientID makes the access tokens signed JWTs.
func (p *openID) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := p.Storage.GetClientByClientID(ctx, id)
	return jwtClient{client}, err
}

type jwtClient struct{ op.Client }

func (jwtClient) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }

type signingKey struct {
	id  string
	key *rsa.PrivateKey
}

func (k *signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k *signingKey) Key() any                                    { return k.key }
func (k *signingKey) ID() string                                  { return k.id }

type publicKey struct{ signingKey }

func (k publicKey) ID() string                         { return k.id }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k publicKey) Use() string                        { return "sig" }
func (k publicKey) Key() any                           { return &k.key.PublicKey }
